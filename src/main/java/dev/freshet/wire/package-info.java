/** Records on the wire and in stores, and their formats. */
@NullMarked
package dev.freshet.wire;

import org.jspecify.annotations.NullMarked;
