package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.DefaultFile;
import io.auscult.app.config.Keys;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auscult config}: the settings, explained and checked. */
@Command(
        name = "config",
        description = "Print the documented default configuration, or check a file.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  auscult config default > auscult.yml",
            "  auscult config check auscult.yml",
            "",
            "Warnings are about passwords, keys and certificates that whoever checks cannot",
            "read: the sensor would start, and deliver once they are there.",
            "",
            "Exit codes: 0 the file is good, 2 it is not."
        })
final class ConfigCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    @Command(name = "default", description = "Print every setting with its default, unit, range and meaning.")
    int printDefault() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(DefaultFile.print());
        out.flush();
        return ExitCode.FINISHED;
    }

    @Command(name = "check", description = "Check a configuration file; says everything that is wrong with it.")
    int check(@Parameters(paramLabel = "FILE", description = "The file, in YAML.") Path file) {
        Configuration configuration = Configurations.read(file, System.getenv());
        ReceiverWiring.check(configuration, Path.of(configuration.get(Keys.JOURNAL)));
        List<String> problems = SecretCheck.problems(configuration);
        if (!problems.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, String.join("\n", problems), null);
        }
        SecretCheck.warnings(configuration)
                .forEach(warning -> spec.commandLine().getErr().println("auscult: warning: " + warning));
        PrintWriter out = spec.commandLine().getOut();
        List<String> given = configuration.describe();
        given.forEach(out::println);
        out.println(
                file + ": good, " + (given.isEmpty() ? "nothing differs from the default" : "what it sets is above"));
        out.flush();
        return ExitCode.FINISHED;
    }
}
