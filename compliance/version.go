package compliance

// Version says which findings to expect: it is raised whenever a rule, its
// message or the calendar gives others for the same notice.
const Version = 4
