package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Keys;
import io.auscult.core.alert.JournalReader;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which journal a command looks at: a sensor's, by its configuration or its folder, or that of {@code replay --out}. */
final class JournalOption {
    @Option(names = "--config", paramLabel = "FILE", description = "The sensor's configuration; it names the journal.")
    @Nullable
    Path config;

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            description = "The journal itself: output.journal, or DIR/journal after replay --out DIR.")
    @Nullable
    Path journal;

    /** The configuration, with its defaults where none is named. */
    Configuration configuration() {
        return Configurations.read(config, System.getenv());
    }

    /** @throws ParameterException when none is named */
    Path folder(CommandSpec spec) {
        if (journal != null) {
            return journal;
        }
        Configuration configuration = configuration();
        String named = configuration.get(Keys.JOURNAL);
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        String eve = configuration.get(Keys.EVE);
        if (!eve.isEmpty() && !eve.equals("-")) {
            return Outputs.journalBeside(Path.of(eve));
        }
        throw new ParameterException(
                spec.commandLine(),
                "no journal (expected: --journal DIR, or --config with output.journal or output.eve)");
    }

    /** @throws CommandFailure when there is none */
    JournalReader open(CommandSpec spec) {
        Path folder = folder(spec);
        try {
            return JournalReader.open(folder);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT, e);
        }
    }

    /** There is no journal in this folder. */
    static CommandFailure absent(Path folder) {
        return new CommandFailure(
                ExitCode.INPUT, folder + ": no journal (expected: the folder that output.journal names)", null);
    }
}
