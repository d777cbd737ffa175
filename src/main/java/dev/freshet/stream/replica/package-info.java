/** The user side's copy of all movies in memory: vectors by generation, ids, catalogue. */
@NullMarked
package dev.freshet.stream.replica;

import org.jspecify.annotations.NullMarked;
