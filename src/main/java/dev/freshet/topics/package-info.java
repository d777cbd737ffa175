/** The registry of topics, what they must be like, their administration, and reading them. */
@NullMarked
package dev.freshet.topics;

import org.jspecify.annotations.NullMarked;
