/**
 * The fault campaign: instances and a broker in processes of their own, faults at random moments,
 * and a recount of what was produced that shares nothing with the code that learns.
 */
@NullMarked
package dev.freshet.measure.faults;

import org.jspecify.annotations.NullMarked;
