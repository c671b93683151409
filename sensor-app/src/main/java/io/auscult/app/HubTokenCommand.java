package io.auscult.app;

import io.auscult.app.summary.Wrapping;
import io.auscult.export.hub.Audit;
import io.auscult.export.hub.HubStore;
import io.auscult.export.hub.Token;
import io.auscult.export.hub.TokenTable;
import io.auscult.export.stix.StixTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auscult hub token}: who may read and write. Counts within seconds on a hub that is running. */
@Command(name = "token", description = "Say who may read and write.", sortOptions = false)
final class HubTokenCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Command(
            name = "add",
            description = {
                "Give a member a token. It is shown once, or written to a file for its owner alone; the hub keeps a hash of it."
            },
            sortOptions = false)
    int add(
            @Mixin HubDatabase database,
            @Parameters(paramLabel = "MEMBER", description = "Whose: letters, digits, dot, _ and -.") String member,
            @Option(
                            names = "--read",
                            paramLabel = "ALIAS",
                            split = ",",
                            defaultValue = "*",
                            description = "Collections it may read. Default: all")
                    List<String> reads,
            @Option(
                            names = "--write",
                            paramLabel = "ALIAS",
                            split = ",",
                            defaultValue = "*",
                            description = "Collections it may write to. Default: all")
                    List<String> writes,
            @Option(names = "--out", paramLabel = "FILE", description = "Write the token there; the file must be new.")
                    @Nullable
                    Path out) {
        try (HubStore store = database.open()) {
            Set<String> readable = rights("--read", reads);
            Set<String> writable = rights("--write", writes);
            if (out != null) {
                Files.createFile(
                        out, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            String token = new TokenTable(store, Clock.systemUTC()).add(member, readable, writable);
            new Audit(store, Clock.systemUTC())
                    .operator("token add", member, "reads " + readable + " writes " + writable);
            if (out == null) {
                spec.commandLine().getOut().println(token);
            } else {
                Files.writeString(out, token + "\n");
                spec.commandLine().getOut().println("token of " + member + " written to " + out);
            }
            return ExitCode.FINISHED;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(ExitCode.OUTPUT, "--out: " + out + " (expected: a file that is not there yet)", e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUTPUT, e);
        }
    }

    /** {@code none} gives no right. */
    private static Set<String> rights(String option, List<String> aliases) {
        Set<String> all = new TreeSet<>();
        for (String alias : aliases) {
            if (!alias.matches("\\*|[a-z0-9][a-z0-9_-]{0,31}")) {
                throw new IllegalArgumentException(
                        option + ": " + alias + " (expected: aliases of collections, *, or none)");
            }
            if (!alias.equals("none")) {
                all.add(alias);
            }
        }
        return all;
    }

    @Command(name = "list", description = "List the tokens: names and rights, never the tokens.", sortOptions = false)
    int list(@Mixin HubDatabase database) {
        PrintWriter out = spec.commandLine().getOut();
        try (HubStore store = database.open()) {
            for (Token token : new TokenTable(store, Clock.systemUTC()).all()) {
                Long revoked = token.revokedMicros();
                out.println(Wrapping.clean(token.name() + "  " + token.member() + "  reads "
                        + String.join(",", new TreeSet<>(token.reads())) + "  writes "
                        + String.join(",", new TreeSet<>(token.writes())) + "  since "
                        + StixTime.ofMillis(token.createdMicros() / 1000)
                        + (revoked == null ? "" : "  REVOKED " + StixTime.ofMillis(revoked / 1000))));
            }
            out.flush();
            return ExitCode.FINISHED;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUTPUT, e);
        }
    }

    @Command(
            name = "revoke",
            description = "End a token by its name (see list), or all of a member.",
            sortOptions = false)
    int revoke(
            @Mixin HubDatabase database, @Parameters(paramLabel = "NAME|MEMBER", description = "Which.") String which) {
        try (HubStore store = database.open()) {
            int count = new TokenTable(store, Clock.systemUTC()).revoke(which);
            new Audit(store, Clock.systemUTC()).operator("token revoke", which, count + " tokens");
            if (count == 0) {
                throw new CommandFailure(
                        ExitCode.USAGE, which + ": no token that counts (see: auscult hub token list)", null);
            }
            spec.commandLine().getOut().println(count + (count == 1 ? " token" : " tokens") + " revoked");
            return ExitCode.FINISHED;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUTPUT, e);
        }
    }
}
