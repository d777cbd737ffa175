package dev.freshet.train;

import java.util.Map;

/**
 * What made a model: with the same of all of it, and one thread, the same numbers come out.
 *
 * @param model its recipe's name
 * @param settings every setting by its name, defaults included
 * @param seed of the split, start values, shuffles and dropout
 * @param threads that shared each batch
 * @param kernels that multiplied dense matrices
 * @param split what was held out, as on the command line
 * @param data where the ratings came from
 * @param sha256 fingerprint of the ratings' file
 * @param counts users, movies and ratings of each part
 * @param versions of Freshet, of Java and of the machine
 * @param trainedAt when training began, ISO 8601
 */
public record Provenance(
    String model,
    Map<String, Object> settings,
    long seed,
    int threads,
    String kernels,
    String split,
    String data,
    String sha256,
    Map<String, Integer> counts,
    Map<String, String> versions,
    String trainedAt) {}
