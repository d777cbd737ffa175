package dev.freshet.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Recall@20 and NDCG@100 of held-out ratings of at least a threshold, rated movies left out. */
record TopNScores(double recallAt20, double ndcgAt100) {

  static TopNScores of(TopNModel model, RatingTable train, RatingTable test, float atLeast) {
    boolean[][] seen = new boolean[train.users()][train.movies()];
    for (int i = 0; i < train.size(); i++) {
      seen[train.user()[i]][train.movie()[i]] = true;
    }
    boolean[][] wanted = new boolean[train.users()][train.movies()];
    int[] count = new int[train.users()];
    for (int i = 0; i < test.size(); i++) {
      if (test.rating()[i] >= atLeast) {
        wanted[test.user()[i]][test.movie()[i]] = true;
        count[test.user()[i]]++;
      }
    }
    double recall = 0;
    double ndcg = 0;
    int users = 0;
    float[] scores = new float[train.movies()];
    for (int u = 0; u < train.users(); u++) {
      if (count[u] == 0) {
        continue;
      }
      users++;
      model.scores(u, scores);
      List<Integer> order = new ArrayList<>();
      for (int m = 0; m < scores.length; m++) {
        if (!seen[u][m]) {
          order.add(m);
        }
      }
      float[] by = Arrays.copyOf(scores, scores.length);
      order.sort(Comparator.comparingDouble(m -> -by[m]));
      int hits = 0;
      double gain = 0;
      double ideal = 0;
      for (int i = 0; i < 100; i++) {
        double discount = 1 / (Math.log(i + 2) / Math.log(2));
        if (wanted[u][order.get(i)]) {
          gain += discount;
          hits += i < 20 ? 1 : 0;
        }
        ideal += i < count[u] ? discount : 0;
      }
      recall += (double) hits / Math.min(20, count[u]);
      ndcg += gain / ideal;
    }
    return new TopNScores(recall / users, ndcg / users);
  }
}
