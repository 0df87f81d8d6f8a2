import leftPad from "left-pad/pad.js";

console.log(leftPad("x", 3));
