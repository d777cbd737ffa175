package dev.freshet.online;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Ratings in the order in which they arrive, ids numbered from 0: what the tuning runs over.
 *
 * @param name of the set
 * @param scale of its ratings
 * @param userIds the id of each user number
 * @param movieIds the id of each movie number
 * @param users user number of each rating
 * @param movies movie number of each rating
 * @param ratings the ratings
 */
@SuppressWarnings("ArrayRecordComponent") // Test data: never compared.
record RatingStream(
    String name,
    Scale scale,
    List<String> userIds,
    List<String> movieIds,
    int[] users,
    int[] movies,
    float[] ratings) {

  private record Line(String user, String movie, float rating, long time) {}

  int size() {
    return ratings.length;
  }

  /**
   * Lines of user, movie, rating, time; a header is skipped; sorted by time, then as in the file.
   */
  static RatingStream read(String name, Path file, String separator, Scale scale)
      throws IOException {
    List<Line> lines = new ArrayList<>();
    for (String text : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      if (Character.isDigit(text.charAt(0))) {
        List<String> cells = List.of(text.split(separator, -1));
        float rating = Float.parseFloat(cells.get(2));
        lines.add(new Line(cells.get(0), cells.get(1), rating, Long.parseLong(cells.get(3))));
      }
    }
    lines.sort(Comparator.comparingLong(Line::time));
    return number(name, scale, lines);
  }

  /**
   * The planted set of the design: 2,000 users × 1,000 movies, rank 8, 300,000 distinct pairs; user
   * uniform, movie ⌊1000·x²⌋, factors N(0,1) and N(0,.35²), noise .4, half stars from .5 to 5.
   */
  static RatingStream planted(long seed) {
    Random random = new Random(seed);
    float[][] p = normal(random, 2000, 8, 1);
    float[][] q = normal(random, 1000, 8, .35);
    Set<Integer> seen = new HashSet<>();
    List<Line> lines = new ArrayList<>();
    while (lines.size() < 300_000) {
      int u = random.nextInt(2000);
      double x = random.nextDouble();
      int i = (int) (1000 * x * x);
      if (seen.add(u * 1000 + i)) {
        double r = 3.5 + .4 * random.nextGaussian();
        for (int f = 0; f < 8; f++) {
          r += p[u][f] * q[i][f];
        }
        float rounded = Math.round(r * 2) / 2f;
        lines.add(new Line("u" + u, "m" + i, Scale.MOVIELENS.clip(rounded), lines.size()));
      }
    }
    return number("planted", Scale.MOVIELENS, lines);
  }

  /** The same ratings in random order. */
  RatingStream shuffled(long seed) {
    int[] order = new int[size()];
    Random random = new Random(seed);
    for (int n = 0; n < order.length; n++) {
      int other = random.nextInt(n + 1);
      order[n] = order[other];
      order[other] = n;
    }
    RatingStream copy =
        new RatingStream(
            name + " shuffled",
            scale,
            userIds,
            movieIds,
            new int[size()],
            new int[size()],
            new float[size()]);
    for (int n = 0; n < order.length; n++) {
      copy.users[n] = users[order[n]];
      copy.movies[n] = movies[order[n]];
      copy.ratings[n] = ratings[order[n]];
    }
    return copy;
  }

  private static float[][] normal(Random random, int rows, int rank, double std) {
    float[][] m = new float[rows][rank];
    for (float[] row : m) {
      for (int f = 0; f < rank; f++) {
        row[f] = (float) (std * random.nextGaussian());
      }
    }
    return m;
  }

  private static RatingStream number(String name, Scale scale, List<Line> lines) {
    Map<String, Integer> userNumbers = new HashMap<>();
    Map<String, Integer> movieNumbers = new HashMap<>();
    List<String> userIds = new ArrayList<>();
    List<String> movieIds = new ArrayList<>();
    int n = lines.size();
    RatingStream stream =
        new RatingStream(name, scale, userIds, movieIds, new int[n], new int[n], new float[n]);
    for (int i = 0; i < n; i++) {
      Line line = lines.get(i);
      stream.users[i] = numberOf(line.user(), userNumbers, userIds);
      stream.movies[i] = numberOf(line.movie(), movieNumbers, movieIds);
      stream.ratings[i] = line.rating();
    }
    return stream;
  }

  private static int numberOf(String id, Map<String, Integer> numbers, List<String> ids) {
    Integer known = numbers.putIfAbsent(id, ids.size());
    if (known == null) {
      ids.add(id);
      return ids.size() - 1;
    }
    return known;
  }
}
