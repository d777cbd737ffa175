package dev.freshet.train;

import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * A fitted model.
 *
 * @param ratings predicts ratings; null where the model only ranks
 * @param topN ranks; null where nothing better than predicted ratings is known, then those rank
 * @param tensors everything learned, by name, as saved: {@code users} and {@code movies} (factors),
 *     {@code user_bias}, {@code movie_bias}, {@code mean} (1×1) where the model has them
 * @param epochs all epochs that ran; empty for closed forms
 * @param bestEpoch number of the epoch whose parameters these are; 0 for closed forms
 */
public record Trained(
    @Nullable RatingModel ratings,
    @Nullable TopNModel topN,
    Map<String, FMatrixRMaj> tensors,
    List<Fitting.Epoch> epochs,
    int bestEpoch) {}
