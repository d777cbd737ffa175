/** A Kafka broker inside the process, for the demo, for proofs and for tests. */
@NullMarked
package dev.freshet.embedded;

import org.jspecify.annotations.NullMarked;
