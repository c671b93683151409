package io.auscult.app;

import io.auscult.app.summary.Terminal;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code auscult} command. Runs on the main thread; the exit code is the command's. */
@Command(
        name = "auscult",
        header = "Auscult listens to a hospital's network and says when somebody explores or attacks it.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  auscult replay traffic.pcap        look at a recording",
            "  auscult capture -i eth1            listen to a mirror port until told to stop",
            "  auscult replay --help              all that a command can do",
            "",
            "Exit codes: 0 finished, 1 findings (only with --fail-on), 2 wrong usage or",
            "configuration, 3 input cannot be read, 4 input is cut or damaged, 5 an output",
            "cannot be written."
        },
        versionProvider = Version.class,
        subcommands = {
            ReplayCommand.class,
            CaptureCommand.class,
            RulesCommand.class,
            RolesCommand.class,
            BenchmarkNoiseCommand.class,
            ExceptionsCommand.class,
            IndicatorsCommand.class,
            HuntCommand.class,
            IncidentCommand.class,
            ReportCommand.class,
            OutboxCommand.class,
            ShareCommand.class,
            ProtocolsCommand.class,
            InterfacesCommand.class,
            HubCommand.class,
            ConfigCommand.class,
            CompletionCommand.class,
            HelpCommand.class,
            VersionCommand.class
        })
public final class Main implements Callable<Integer> {
    private static final String DEBUG = "--debug";

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show what this command can do.")
    boolean isHelp;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    boolean isVersion;

    @Option(names = DEBUG, scope = ScopeType.INHERIT, description = "Show where in the program a failure happened.")
    boolean isDebug;

    private final OrderlyStop stop = new OrderlyStop();

    Main() {}

    OrderlyStop stop() {
        return stop;
    }

    public static void main(String[] args) {
        // Before any class of Chronicle or java.util.logging is loaded: the one must neither announce itself nor call
        // home, the
        // other keeps to warnings.
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true"); // /health watches the disk
        System.setProperty("java.util.logging.config.class", "io.auscult.app.log.JavaLogging");
        if (Arrays.asList(args).contains(DEBUG)) {
            System.setProperty("auscult.debug", "true"); // for the log as well
        }
        Main main = new Main();
        int exitCode = main.commandLine(System.getenv()).execute(args);
        main.stop.finished(exitCode);
        System.exit(exitCode);
    }

    CommandLine commandLine(Map<String, String> environment) {
        boolean colours = Terminal.of(1, environment).hasColours();
        return new CommandLine(this)
                .setColorScheme(Help.defaultColorScheme(colours ? Help.Ansi.ON : Help.Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler(Main::failed);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("auscult: "
                + (e instanceof UnmatchedArgumentException unmatched
                        ? String.join(" ", unmatched.getUnmatched()) + ": not known here"
                        : oneLine(e.getMessage())));
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            List<String> known = unmatched.getSuggestions();
            err.println("auscult: did you mean " + String.join(" or ", known.subList(0, Math.min(3, known.size())))
                    + "?");
        }
        err.println("auscult: see: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        boolean isDebug = parsed.originalArgs().contains(DEBUG);
        if (e instanceof CommandFailure failure) {
            String.valueOf(failure.getMessage()).lines().forEach(line -> err.println("auscult: " + line));
            if (isDebug) {
                failure.printStackTrace(err);
            }
            return failure.exitCode();
        }
        err.println(
                "auscult: a defect of the sensor: " + oneLine(e.toString()) + " (run again with --debug to see where)");
        if (isDebug) {
            e.printStackTrace(err);
        }
        return ExitCode.DEFECT;
    }

    private static String oneLine(@Nullable String text) {
        return String.valueOf(text).replaceAll("\\R\\s*", " ");
    }
}
