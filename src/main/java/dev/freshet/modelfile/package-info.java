/** The directory of a trained model: tensors, ids, report, learning curve. */
@NullMarked
package dev.freshet.modelfile;

import org.jspecify.annotations.NullMarked;
