/** The demo: a broker, invented people who rate, and a screen. */
@NullMarked
package dev.freshet.demo;

import org.jspecify.annotations.NullMarked;
