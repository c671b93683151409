package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.FileKeys;
import io.auscult.app.config.Keys;
import io.auscult.app.config.Language;
import io.auscult.app.summary.AlertLines;
import io.auscult.app.summary.Progress;
import io.auscult.app.summary.RunReport;
import io.auscult.app.summary.StatusLine;
import io.auscult.app.summary.Summary;
import io.auscult.app.summary.Terminal;
import io.auscult.core.capture.FilterException;
import io.auscult.core.capture.LiveSource;
import io.auscult.core.event.IpAddress;
import io.auscult.export.OutputException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code auscult capture}: listens until told to stop. */
@Command(
        name = "capture",
        description = "Listen to network interfaces until told to stop (Ctrl-C, SIGTERM).",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  auscult interfaces                           where one can listen",
            "  auscult capture -i eth1                      one mirror port",
            "  auscult capture -i eth1,eth2 --eve eve.json  two, alerts into a file",
            "  auscult capture --config auscult.yml         as the configuration says",
            "  curl http://127.0.0.1:9478/health            is it well?",
            "",
            "Listening needs rights: root, or the capabilities NET_RAW and NET_ADMIN, as",
            "deploy/auscult.service gives them. docs/operate.md tells more.",
            "",
            "Exit codes: 0 told to stop, 2 wrong usage or configuration, 3 an interface",
            "cannot be listened to or all went away, 5 an output cannot be written."
        })
final class CaptureCommand implements Callable<Integer> {
    private static final long STATUS_EVERY_MS = 1000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-i", "--interface"},
            paramLabel = "IFACE",
            split = ",",
            description = "Where to listen; several are one timeline.")
    @Nullable
    List<String> interfaces;

    @Mixin
    SensorOptions options = new SensorOptions();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of /metrics and /health; 0 for none. Default: 9478.")
    @Nullable
    Integer port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "Address of /metrics and /health. Default: 127.0.0.1.")
    @Nullable
    String bind;

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        Configuration configuration = withOptions(options.configuration(spec, environment));
        try (LiveSource source = open(configuration);
                Outputs outputs = Outputs.live(source, configuration)) {
            return capture(source, outputs, configuration, environment);
        } catch (OutputException e) {
            throw new CommandFailure(ExitCode.OUTPUT, e);
        }
    }

    private Configuration withOptions(Configuration given) {
        Configuration configuration = given;
        if (interfaces != null) {
            configuration = configuration.with(Keys.INTERFACES, interfaces);
        }
        if (port != null) {
            if (port < 0 || port > 65535) {
                throw wrong("--port: " + port + " (expected: "
                        + Keys.HTTP_PORT.type().expected() + ")");
            }
            configuration = configuration.with(Keys.HTTP_PORT, port);
        }
        if (bind != null) {
            IpAddress address = Keys.HTTP_BIND.type().parse().apply(List.of(bind));
            if (address == null) {
                throw wrong("--bind: " + bind + " (expected: "
                        + Keys.HTTP_BIND.type().expected() + ")");
            }
            configuration = configuration.with(Keys.HTTP_BIND, address);
        }
        if (!configuration.get(FileKeys.EVE_TYPES).isEmpty()
                && configuration.get(Keys.EVE).isEmpty()) {
            throw wrong("output.eve_types: nowhere to write (expected: --eve, or output.eve in the configuration)");
        }
        if (configuration.get(Keys.INTERFACES).isEmpty()) {
            throw wrong("no interface (expected: -i IFACE, or capture.interfaces in the configuration)");
        }
        return configuration;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static LiveSource open(Configuration configuration) {
        try {
            return LiveSource.open(configuration.get(Keys.INTERFACES), Mapping.live(configuration));
        } catch (IOException e) {
            boolean isFilter = e instanceof FilterException;
            throw new CommandFailure(isFilter ? ExitCode.USAGE : ExitCode.INPUT, e);
        }
    }

    private int capture(
            LiveSource source, Outputs outputs, Configuration configuration, Map<String, String> environment)
            throws OutputException {
        Language language = configuration.get(Keys.LANGUAGE).resolve(environment);
        if (!options.isQuiet && !outputs.usesStandardOutput()) {
            outputs.sinks()
                    .add(new AlertLines(System.out, Terminal.of(1, environment), language, ZoneId.systemDefault()));
        }
        Sensor sensor = new Sensor(source, configuration, Lanes.of(configuration, -1), outputs);
        try (Watch watch = Watch.begin(configuration, source, sensor, outputs)) {
            ((Main) spec.root().userObject()).stop().onSignal(source::stop);
            tell("listening on " + String.join(", ", source.interfaces()) + watch.told());
            try (StatusLine status = status(source, sensor, language, environment)) {
                sensor.run();
            }
        } catch (OutputException e) {
            throw e;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT, e);
        }
        outputs.finish();
        if (!options.isQuiet) {
            boolean isElsewhere = outputs.usesStandardOutput();
            PrintStream to = isElsewhere ? System.err : System.out;
            RunReport report = sensor.report(source.interfaces(), source.notes(), outputs.told());
            new Summary(to, Terminal.of(isElsewhere ? 2 : 1, environment), language, ZoneId.systemDefault())
                    .print(report);
        }
        if (!source.endDetail().isEmpty()) {
            throw new CommandFailure(ExitCode.INPUT, source.endDetail(), null);
        }
        return ExitCode.FINISHED;
    }

    private void tell(String text) {
        if (!options.isQuiet) {
            System.err.println("auscult: " + text);
        }
    }

    private @Nullable StatusLine status(
            LiveSource source, Sensor sensor, Language language, Map<String, String> environment) {
        if (options.isQuiet || !Terminal.of(2, environment).isTerminal()) {
            return null;
        }
        Progress progress = new Progress(source, sensor.counts(), sensor::alerts, language, System::nanoTime);
        return new StatusLine(System.err, STATUS_EVERY_MS, STATUS_EVERY_MS, progress::line);
    }
}
