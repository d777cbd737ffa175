package dev.freshet.retrain;

import dev.freshet.online.Factors;
import dev.freshet.wire.Checkpoint;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A generation from outside, as it was published once. Its maps are not copied.
 *
 * @param users factors by id
 * @param of its record in {@code checkpoints}, where it was published
 * @param movies factors of movies by id, and of genres under their {@linkplain
 *     dev.freshet.wire.GenreIds ids}
 * @param space what its numbers mean
 * @param vectors of the ranking head by movie; null if it had none
 */
public record ImportedGeneration(
    Map<String, Factors> users,
    Checkpoint of,
    Map<String, Factors> movies,
    Checkpoint.Space space,
    @Nullable Map<String, Factors> vectors) {}
