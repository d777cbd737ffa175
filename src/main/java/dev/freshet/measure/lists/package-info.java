/** How well lists foretell what people will like: questions, places, figures, plain orders. */
@NullMarked
package dev.freshet.measure.lists;

import org.jspecify.annotations.NullMarked;
