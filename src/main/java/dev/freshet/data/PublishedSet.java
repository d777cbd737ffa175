package dev.freshet.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A set that GroupLens publishes as a zip, and what at least must be in it. */
public enum PublishedSet {
  /** About 100,000 ratings of 9,000 movies by 600 users; now and then renewed. */
  ML_LATEST_SMALL("ml-latest-small", 90_000, "README.txt", "ratings.csv", "movies.csv"),
  /** 100,000 ratings from 1997/98. */
  ML_100K("ml-100k", 100_000, "README", "u.data", "u.item"),
  /** A million ratings from 2000 on. */
  ML_1M("ml-1m", 1_000_000, "README", "ratings.dat", "movies.dat");

  private final String id;
  private final int ratingsAtLeast;
  private final String licence;
  private final String ratings;
  private final String movies;

  PublishedSet(String id, int ratingsAtLeast, String licence, String ratings, String movies) {
    this.id = id;
    this.ratingsAtLeast = ratingsAtLeast;
    this.licence = licence;
    this.ratings = ratings;
    this.movies = movies;
  }

  /** The name it is published under, such as {@code ml-latest-small}. */
  public String id() {
    return id;
  }

  /** The set of that name. */
  public static PublishedSet of(String id) {
    for (PublishedSet set : values()) {
      if (set.id.equals(id)) {
        return set;
      }
    }
    String known = Arrays.stream(values()).map(PublishedSet::id).collect(Collectors.joining(", "));
    throw new DownloadException("no data set '" + id + "' to download; there are " + known, null);
  }

  int ratingsAtLeast() {
    return ratingsAtLeast;
  }

  /** The file that holds the terms of use. */
  String licence() {
    return licence;
  }

  /** Files that must be there. */
  List<String> files() {
    return List.of(licence, ratings, movies);
  }
}
