/** The models, each built on the autodiff engine or solved in closed form, and what they share. */
@NullMarked
package dev.freshet.train.models;

import org.jspecify.annotations.NullMarked;
