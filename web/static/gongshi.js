// What only makes pages nicer: everything works without it.
"use strict";
