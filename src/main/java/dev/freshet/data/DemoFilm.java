package dev.freshet.data;

import dev.freshet.wire.Movie;

/**
 * A film of the demo's catalogue.
 *
 * @param movie what is known of it
 * @param year of release
 * @param quality what a user without any taste would rate it, 0.5 to 5; made up for the demo
 */
record DemoFilm(Movie movie, int year, double quality) {}
