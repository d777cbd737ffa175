/** Whether the invariants hold on a running system, told from its topics alone. */
@NullMarked
package dev.freshet.doctor;

import org.jspecify.annotations.NullMarked;
