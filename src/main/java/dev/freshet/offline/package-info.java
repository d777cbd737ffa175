/**
 * Models trained on files of ratings: what is read and written around {@code train}, and the
 * experiments and measurements that anyone can repeat.
 */
@NullMarked
package dev.freshet.offline;

import org.jspecify.annotations.NullMarked;
