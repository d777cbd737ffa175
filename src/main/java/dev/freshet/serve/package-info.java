/** What Freshet answers over HTTP. */
@NullMarked
package dev.freshet.serve;

import org.jspecify.annotations.NullMarked;
