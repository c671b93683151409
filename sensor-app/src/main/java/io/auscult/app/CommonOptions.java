package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command. */
final class CommonOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--debug", description = "Show where a failure happened.")
    private boolean debug;

    boolean isDebug() {
        return debug;
    }

    /** @throws CommandFailure when it is wrong */
    static Configuration configuration(@Nullable Path file, Map<String, String> environment) {
        try {
            return Configuration.read(file, environment);
        } catch (ConfigurationException e) {
            throw new CommandFailure(ExitCode.USAGE, String.join("\n", e.problems()), e);
        }
    }
}
