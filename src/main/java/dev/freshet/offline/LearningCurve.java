package dev.freshet.offline;

import dev.freshet.train.Fitting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws loss and validation error over the epochs. */
final class LearningCurve {

  static {
    // A cache on disk wants a shutdown hook: after Ctrl-C there are none to be had.
    ImageIO.setUseCache(false);
  }

  private LearningCurve() {}

  /**
   * Writes the picture; nothing where there is no epoch with a finite figure.
   *
   * @param png file to write
   * @param errorName what the validation error is, for people
   * @return whether there was something to draw
   */
  static boolean write(Path png, String title, String errorName, List<Fitting.Epoch> epochs)
      throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(1000)
            .height(600)
            .title(title)
            .xAxisTitle("epoch")
            .yAxisTitle(errorName)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
    boolean error = add(chart, errorName, epochs, Fitting.Epoch::validationError, 0);
    boolean loss = add(chart, "loss per rating", epochs, Fitting.Epoch::loss, 1);
    if (!error && !loss) {
      return false;
    }
    chart.setYAxisGroupTitle(0, errorName);
    chart.setYAxisGroupTitle(1, "loss per rating");
    chart.getStyler().setYAxisGroupPosition(1, YAxisPosition.Right);
    BitmapEncoder.saveBitmap(chart, png.toString(), BitmapFormat.PNG);
    return true;
  }

  private static boolean add(
      XYChart chart,
      String name,
      List<Fitting.Epoch> epochs,
      ToDoubleFunction<Fitting.Epoch> figure,
      int axis) {
    List<Fitting.Epoch> finite =
        epochs.stream().filter(e -> Double.isFinite(figure.applyAsDouble(e))).toList();
    if (finite.isEmpty()) {
      return false;
    }
    double[] x = finite.stream().mapToDouble(Fitting.Epoch::number).toArray();
    double[] y = finite.stream().mapToDouble(figure).toArray();
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setYAxisGroup(axis);
    return true;
  }
}
