package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.ConfigurationException;
import io.auscult.app.config.Keys;
import io.auscult.core.protocol.file.Digest;
import io.auscult.export.extract.ExtractSettings.Naming;
import java.nio.file.Path;
import java.util.ArrayList;
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
            List<String> problems = new ArrayList<>(ExceptionCheck.problems(configuration));
            checkDigests(configuration, problems);
            if (!problems.isEmpty()) {
                throw new ConfigurationException(problems);
            }
            return configuration;
        } catch (ConfigurationException e) {
            throw new CommandFailure(ExitCode.USAGE, String.join("\n", e.problems()), e);
        }
    }

    private static void checkDigests(Configuration configuration, List<String> problems) {
        if (configuration.get(Keys.EXTRACT_NAMES) == Naming.SHA256
                && !configuration.get(Keys.FILE_DIGESTS).contains(Digest.SHA256)) {
            problems.add(configuration.place(Keys.EXTRACT_NAMES) + ": sha256 (expected: fuid, or sha256 among "
                    + Keys.FILE_DIGESTS.key() + ")");
        }
    }
}
