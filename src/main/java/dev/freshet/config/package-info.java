/** Every setting: key, type, default and meaning in one place, read into one immutable record. */
@NullMarked
package dev.freshet.config;

import org.jspecify.annotations.NullMarked;
