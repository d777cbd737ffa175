/** Wire records, their formats, and the registry of topics. */
@NullMarked
package dev.freshet.event;

import org.jspecify.annotations.NullMarked;
