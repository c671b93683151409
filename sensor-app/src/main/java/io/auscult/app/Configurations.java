package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the configuration for a command. */
final class Configurations {
    private Configurations() {}

    /** @throws CommandFailure when it is wrong */
    static Configuration read(@Nullable Path file, Map<String, String> environment) {
        try {
            Configuration configuration = Configuration.read(file, environment);
            List<String> problems = ExceptionCheck.problems(configuration);
            if (!problems.isEmpty()) {
                throw new ConfigurationException(problems);
            }
            return configuration;
        } catch (ConfigurationException e) {
            throw new CommandFailure(ExitCode.USAGE, String.join("\n", e.problems()), e);
        }
    }
}
