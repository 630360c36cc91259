package store

// Changed tells, with [ErrChanged], that a store which is read without the means to
// notice changes was changed by somebody else: it has to be opened anew. Stores
// that are read as usual never are.
func (s *Store) Changed() error {
	if s.still == nil {
		return nil
	}
	return s.still.check()
}
