/** What the movies topic says of movies that ratings name, read beside the stream. */
@NullMarked
package dev.freshet.stream.catalogue;

import org.jspecify.annotations.NullMarked;
