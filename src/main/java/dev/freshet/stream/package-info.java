/** The two topologies and their processors. */
@NullMarked
package dev.freshet.stream;

import org.jspecify.annotations.NullMarked;
