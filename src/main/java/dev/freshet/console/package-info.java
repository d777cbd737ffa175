/** What commands and the demo share of a terminal: bars, lists as text, log levels, exit codes. */
@NullMarked
package dev.freshet.console;

import org.jspecify.annotations.NullMarked;
