package archive

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"encoding/binary"
	"hash"
	"hash/crc32"
	"io"
	"slices"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// keyring opens encrypted members of one archive.
type keyring struct {
	passwords []string
	meter     *meter
	right     []byte // the password that opened a member last
}

// candidates gives the passwords in the order in which they are tried, those
// beyond ASCII also in the encoding that packers on Chinese Windows use.
func (k *keyring) candidates() [][]byte {
	var all [][]byte
	if k.right != nil {
		all = append(all, k.right)
	}
	for _, password := range k.passwords {
		all = append(all, []byte(password))
		gb, err := simplifiedchinese.GB18030.NewEncoder().String(password)
		if err == nil && gb != password {
			all = append(all, []byte(gb))
		}
	}
	return all
}

// open gives the content of a member with the first password that fits. That
// cannot be told from the first bytes: members are unpacked to their end for
// it, and then again.
func (k *keyring) open(e *entry, packed *io.SectionReader) (io.ReadCloser, error) {
	for _, password := range k.candidates() {
		content, err := e.decrypted(packed, password)
		if err != nil {
			continue
		}
		_, err = io.Copy(io.Discard, &meteredReader{ReadCloser: content, meter: k.meter, packed: e.packed})
		if CodeOf(err) == CodeLimit {
			return nil, err
		}
		if err == nil {
			k.right = slices.Clone(password)
			return e.decrypted(packed, password)
		}
	}
	return nil, &Error{Code: CodeEncrypted, Detail: "none of the passwords opens the member"}
}

// errPassword says that a password is certainly wrong.
var errPassword = &Error{Code: CodeEncrypted, Detail: "the password is wrong"}

// decrypted opens a member with a password.
func (e *entry) decrypted(packed *io.SectionReader, password []byte) (io.ReadCloser, error) {
	from := io.NewSectionReader(packed, 0, packed.Size())
	if header, ok := e.aes(); ok {
		plain, err := header.decrypt(from, password)
		if err != nil {
			return nil, err
		}
		return e.unpack(plain, header.method, header.version == 1)
	}
	plain, err := e.decryptOld(from, password)
	if err != nil {
		return nil, err
	}
	return e.unpack(plain, e.method, true)
}

// oldKeys are the state of the cipher that zip files have had from the start.
type oldKeys [3]uint32

// update takes a byte of plain text into the state.
func (k *oldKeys) update(b byte) {
	k[0] = crc32.IEEETable[byte(k[0])^b] ^ k[0]>>8
	k[1] = (k[1]+k[0]&0xff)*134775813 + 1
	k[2] = crc32.IEEETable[byte(k[2])^byte(k[1]>>24)] ^ k[2]>>8
}

// decrypt turns bytes into plain text.
func (k *oldKeys) decrypt(p []byte) {
	for i, b := range p {
		mix := k[2]&0xffff | 2
		p[i] = b ^ byte(mix*(mix^1)>>8)
		k.update(p[i])
	}
}

type oldReader struct {
	io.Reader
	keys oldKeys
}

func (r *oldReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.keys.decrypt(p[:n])
	return n, err
}

// decryptOld undoes the old cipher. Twelve bytes stand before the content, of
// which the last one tells most wrong passwords: it is a byte of the checksum,
// or of the time where the checksum was not yet known.
func (e *entry) decryptOld(packed io.Reader, password []byte) (io.Reader, error) {
	r := &oldReader{Reader: packed, keys: oldKeys{0x12345678, 0x23456789, 0x34567890}}
	for _, b := range password {
		r.keys.update(b)
	}
	var head [12]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	if head[11] != byte(e.crc>>24) && head[11] != byte(e.dosTime>>8) {
		return nil, errPassword
	}
	return r, nil
}

// aesHeader is what the extra field of a member encrypted with AES says.
type aesHeader struct {
	version uint16 // 2: the checksum of the content is left out
	keySize int
	method  uint16 // how the member was packed before
}

const methodAES = 99

func (e *entry) aes() (aesHeader, bool) {
	field, ok := extraField(e.extra, 0x9901)
	if e.method != methodAES || !ok || len(field) < 7 || field[4] < 1 || field[4] > 3 {
		return aesHeader{}, false
	}
	return aesHeader{le16(field), 8 + 8*int(field[4]), le16(field[5:])}, true
}

// Sizes of what stands around the content of such a member.
const (
	aesVerifier = 2
	aesMAC      = 10
	aesRounds   = 1000
)

// decrypt undoes the encryption: salt and two bytes that tell most wrong
// passwords, the content, and an authentication code of it.
func (h aesHeader) decrypt(packed *io.SectionReader, password []byte) (io.Reader, error) {
	head := make([]byte, h.keySize/2+aesVerifier)
	if _, err := io.ReadFull(packed, head); err != nil {
		return nil, err
	}
	salt, verifier := head[:h.keySize/2], head[h.keySize/2:]
	keys, err := pbkdf2.Key(sha1.New, string(password), salt, aesRounds, 2*h.keySize+aesVerifier)
	if err != nil {
		return nil, err
	}
	if !hmac.Equal(keys[2*h.keySize:], verifier) {
		return nil, errPassword
	}
	block, err := aes.NewCipher(keys[:h.keySize])
	if err != nil {
		return nil, err
	}
	size := packed.Size() - int64(len(head)) - aesMAC
	if size < 0 {
		return nil, io.ErrUnexpectedEOF
	}
	return &aesReader{
		packed: io.LimitReader(packed, size), rest: packed,
		block: block, mac: hmac.New(sha1.New, keys[h.keySize:2*h.keySize]),
	}, nil
}

// aesReader decrypts a member encrypted with AES: counter mode, with a counter
// whose lowest byte is the first one.
type aesReader struct {
	packed, rest io.Reader
	block        cipher.Block
	mac          hash.Hash
	counter      uint64
	key          [aes.BlockSize]byte
	used         int // of key; 0: it has to be made anew
}

func (r *aesReader) Read(p []byte) (int, error) {
	n, err := r.packed.Read(p)
	r.mac.Write(p[:n])
	for i := range p[:n] {
		if r.used == 0 {
			r.counter++
			var count [aes.BlockSize]byte
			binary.LittleEndian.PutUint64(count[:], r.counter)
			r.block.Encrypt(r.key[:], count[:])
		}
		p[i] ^= r.key[r.used]
		r.used = (r.used + 1) % aes.BlockSize
	}
	if err == io.EOF && !r.authentic() {
		err = &Error{Code: CodeDamaged, Detail: "the encrypted member is not what was packed"}
	}
	return n, err
}

// authentic checks the code behind the content, once that was read. The code is
// there only as a part of itself.
func (r *aesReader) authentic() bool {
	code := make([]byte, aesMAC)
	if _, err := io.ReadFull(r.rest, code); err != nil {
		return false
	}
	return hmac.Equal(code, r.mac.Sum(nil)[:aesMAC])
}
