package dev.freshet.measure;

import dev.freshet.data.Ratings;
import java.io.IOException;
import java.nio.file.Path;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws RMSE over the stream: each point is over the window of ratings before it. */
final class ErrorCurves {

  private static final int POINTS = 200;

  /** Share of the stream in a window. */
  private static final double WINDOW = .05;

  private final Ratings ratings;
  private final XYChart chart;

  ErrorCurves(String title, Ratings ratings) {
    this.ratings = ratings;
    this.chart =
        new XYChartBuilder()
            .width(1000)
            .height(600)
            .title(title)
            .xAxisTitle("ratings")
            .yAxisTitle("RMSE over the last " + Math.round(100 * WINDOW) + "% of the stream")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    chart
        .getStyler()
        .setDefaultSeriesRenderStyle(org.knowm.xchart.XYSeries.XYSeriesRenderStyle.Line);
  }

  /** Adds a curve; predictions that are NaN are left out, as of what is no rating. */
  ErrorCurves add(String name, float[] predictions) {
    int n = ratings.size();
    int window = Math.max(1, (int) (n * WINDOW));
    double[] squares = new double[n + 1];
    int[] counts = new int[n + 1];
    for (int i = 0; i < n; i++) {
      double e = Float.isNaN(predictions[i]) ? 0 : ratings.rating(i) - predictions[i];
      squares[i + 1] = squares[i] + e * e;
      counts[i + 1] = counts[i] + (Float.isNaN(predictions[i]) ? 0 : 1);
    }
    double[] x = new double[POINTS];
    double[] y = new double[POINTS];
    for (int p = 0; p < POINTS; p++) {
      int to = Math.max(1, (int) ((p + 1L) * n / POINTS));
      int from = Math.max(0, to - window);
      x[p] = to;
      // NaN, a gap, where the window holds nothing that was predicted
      y[p] = Math.sqrt((squares[to] - squares[from]) / (counts[to] - counts[from]));
    }
    chart.addSeries(name, x, y).setMarker(SeriesMarkers.NONE);
    return this;
  }

  /** Marks a point of the stream with a vertical line. */
  ErrorCurves mark(int at) {
    chart.addAnnotation(new AnnotationLine(at, true, false));
    return this;
  }

  /**
   * Writes the picture.
   *
   * @param png file to write
   * @throws IOException if it cannot be written
   */
  void write(Path png) throws IOException {
    BitmapEncoder.saveBitmap(chart, png.toString(), BitmapFormat.PNG);
  }
}
