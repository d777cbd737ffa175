/** The real applications on a real broker, with everything that goes wrong in between. */
package dev.freshet.endtoend;
