package dev.freshet.cli;

import dev.freshet.config.FreshetConfig;
import dev.freshet.console.ExitCodes;
import dev.freshet.console.LogLevels;
import dev.freshet.console.OptionalLibrary;
import dev.freshet.console.RatePerSecond;
import dev.freshet.console.StopSignal;
import dev.freshet.data.Download;
import dev.freshet.data.PublishedSet;
import dev.freshet.demo.Demo;
import dev.freshet.demo.DemoConsole;
import dev.freshet.demo.DemoScreen;
import dev.freshet.demo.DemoSource;
import dev.freshet.demo.DemoView;
import dev.freshet.demo.FreePort;
import dev.freshet.demo.LiveConsole;
import dev.freshet.demo.PlainConsole;
import dev.freshet.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Freshet at work, without anything around it. */
@Command(
    name = "demo",
    description = {
      "Watch Freshet learn, on a broker inside this process: nothing to install or to start.",
      "Invented people with tastes rate four hundred real films; you can join in."
    },
    footer = {
      "",
      "Examples:",
      "  freshet demo",
      "  freshet demo --rate 1000 --for 2m",
      "  freshet demo --download ml-latest-small",
      "  freshet demo --ratings ratings.csv --rate max",
      "",
      "From another terminal:",
      "  freshet rate -b localhost:9092 me inception-2010 5",
      "  freshet watch -b localhost:9092 --user me"
    })
final class DemoCommand implements Callable<Integer> {

  private static final int USUAL_BROKER_PORT = 9092;
  private static final int USUAL_HTTP_PORT = 8080;

  /** This many ratings teach a model the tastes of two hundred people. */
  private static final long USUAL_HISTORY = 20_000;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private SettingsOptions settings = new SettingsOptions();
  @ArgGroup private What what = new What();
  @Mixin private RatingFileOptions files = new RatingFileOptions();

  private static final class What {
    @Option(
        names = "--ratings",
        paramLabel = "PATH",
        description = "A rating file, or a folder with one, instead of invented ratings.")
    private @Nullable Path ratings;

    @Option(
        names = "--download",
        paramLabel = "SET",
        description = "A set of GroupLens: ml-latest-small, ml-100k or ml-1m; kept in ~/.cache.")
    private @Nullable String download;
  }

  @Option(
      names = "--rate",
      defaultValue = "100",
      paramLabel = "N|max",
      converter = RatePerSecond.class,
      description = "Ratings per second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--history",
      paramLabel = "N",
      description = {
        "Ratings that come first, as fast as they are learned",
        "(default: 20000 invented ones, none of a file)."
      })
  private @Nullable Long history;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "End this long after all has started, such as 2m; without it Ctrl-C ends it.")
  private @Nullable Duration limit;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where metrics and health are served (default: 8080, or a free one).")
  private @Nullable Integer port;

  @Option(
      names = "--broker-port",
      paramLabel = "PORT",
      description = "Where the broker listens (default: 9092, or a free one).")
  private @Nullable Integer brokerPort;

  @Override
  public Integer call() throws IOException {
    LogLevels.ownBroker();
    try (StopSignal stop = new StopSignal()) {
      PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
      int http = FreePort.choose(port, USUAL_HTTP_PORT, "--port");
      FreePort.choose(brokerPort, USUAL_BROKER_PORT, "--broker-port");
      FreshetConfig config = config(http);
      DemoSource source = source(out);
      OptionalLibrary.BROKER.require();
      say(out, "starting a broker and Freshet");
      DemoView last;
      try (Demo demo = demo(source, config)) {
        stop.onStop(demo::stop);
        welcome(out, demo);
        try (DemoConsole console = console(out)) {
          demo.show(console, limit);
        }
        last = demo.view();
        say(out, "stopping");
      }
      farewell(out, last);
      return ExitCodes.OK;
    } catch (InterruptedException e) {
      return ExitCodes.INTERRUPTED;
    }
  }

  private FreshetConfig config(int http) {
    return settings.read(Map.of("http.port", Integer.toString(http)), "--port");
  }

  /** A demo; the usual HTTP port is left to a process that has just taken it. */
  private Demo demo(DemoSource source, FreshetConfig config) throws IOException {
    EmbeddedBroker.Settings temporary = EmbeddedBroker.Settings.temporary();
    EmbeddedBroker.Settings broker =
        brokerPort == null
            ? temporary.withUsualPort(USUAL_BROKER_PORT)
            : temporary.withPort(brokerPort);
    Demo.Request request = new Demo.Request(history(), rate, broker);
    try {
      return new Demo(source, request, config);
    } catch (BindException taken) {
      if (port != null) {
        throw taken;
      }
      return new Demo(source, request, config(0));
    }
  }

  private DemoSource source(PrintWriter out) {
    Path ratings = what.ratings;
    if (what.download != null) {
      Path cache = Download.cacheFolder(System.getenv(), Path.of(System.getProperty("user.home")));
      ratings =
          new Download(Download.GROUPLENS, cache, line -> say(out, line))
              .fetch(PublishedSet.of(what.download));
    }
    return ratings == null
        ? DemoSource.invented()
        : DemoSource.of(
            String.valueOf(ratings.getFileName()),
            files.open(
                ratings, settings.scaleIfSet(), settings.read().streams().users().interactions()));
  }

  private long history() {
    if (history != null) {
      return history;
    }
    return what.ratings == null && what.download == null ? USUAL_HISTORY : 0;
  }

  private void welcome(PrintWriter out, Demo demo) {
    if (port == null && demo.httpPort() != USUAL_HTTP_PORT) {
      say(out, "port " + USUAL_HTTP_PORT + " is in use: metrics are served at a free one");
    }
    if (brokerPort == null && demo.brokerPort() != USUAL_BROKER_PORT) {
      say(out, "port " + USUAL_BROKER_PORT + " is in use: the broker listens at a free one");
    }
    demo.joinIn().forEach(hint -> say(out, "%-14s %s".formatted(hint.purpose(), hint.text())));
  }

  private static DemoConsole console(PrintWriter out) {
    LiveConsole live = LiveConsole.open();
    return live == null ? new PlainConsole(out) : live;
  }

  private static void farewell(PrintWriter out, DemoView last) {
    say(out, DemoScreen.summary(last));
    say(
        out,
        "%,d ratings learned, %,d lists sent; broker, ports and files are gone"
            .formatted(last.learned(), last.lists()));
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }
}
