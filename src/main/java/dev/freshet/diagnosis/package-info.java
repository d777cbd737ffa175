/** Whether the invariants hold on a running system, told from its topics alone. */
@NullMarked
package dev.freshet.diagnosis;

import org.jspecify.annotations.NullMarked;
