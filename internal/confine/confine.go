// Package confine puts limits on processes of ours that read foreign bytes: on
// memory and processor time, where the operating system can hold them (Linux).
package confine

// Overtime is the last word of a process that has used up the processor time
// that Allow gave it, on its standard error.
const Overtime = "fatal error: processor time used up"
