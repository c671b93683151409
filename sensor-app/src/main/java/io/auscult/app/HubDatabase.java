package io.auscult.app;

import io.auscult.export.Secret;
import io.auscult.export.hub.HubStore;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say where a hub keeps what it knows; the same for every one of its commands. */
final class HubDatabase {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the hub's database; made where it is absent. Default: ${DEFAULT-VALUE}")
    Path data = Path.of("/var/lib/auscult/hub");

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "PostgreSQL in place of the folder: jdbc:postgresql://host/database.")
    @Nullable
    String url;

    @Option(
            names = "--database-user",
            paramLabel = "NAME",
            description = "User of PostgreSQL. Default: ${DEFAULT-VALUE}")
    String user = "auscult";

    @Option(
            names = "--database-password",
            paramLabel = "file:PATH|env:NAME",
            description = "Where the password of PostgreSQL stands.")
    @Nullable
    String password;

    /** @throws CommandFailure when it cannot be opened */
    HubStore open() {
        try {
            if (url == null) {
                return HubStore.inFolder(data);
            }
            String word = password == null
                    ? ""
                    : Secret.of("--database-password", password).read();
            return HubStore.postgresql(url, user, word);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e);
        } catch (FileSystemException e) { // which names its file
            throw new CommandFailure(ExitCode.OUTPUT, e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUTPUT, (url == null ? data : url) + ": " + e.getMessage(), e);
        }
    }
}
