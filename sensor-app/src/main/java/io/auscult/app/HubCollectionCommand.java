package io.auscult.app;

import io.auscult.app.summary.Wrapping;
import io.auscult.export.hub.Audit;
import io.auscult.export.hub.CollectionTable;
import io.auscult.export.hub.HubStore;
import io.auscult.export.hub.TaxiiCollection;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auscult hub collection}: what members share objects in. */
@Command(name = "collection", description = "Add and list collections.", sortOptions = false)
final class HubCollectionCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    @Command(name = "add", description = "Add a collection.", sortOptions = false)
    int add(
            @Mixin HubDatabase database,
            @Parameters(paramLabel = "ALIAS", description = "Short name, as URLs and rights have it.") String alias,
            @Option(names = "--title", paramLabel = "TEXT", defaultValue = "", description = "One line for members.")
                    String title,
            @Option(
                            names = "--root",
                            paramLabel = "NAME",
                            defaultValue = HubCommand.ROOT,
                            description = "API root it belongs to. Default: ${DEFAULT-VALUE}")
                    String root) {
        try (HubStore store = database.open()) {
            TaxiiCollection collection = TaxiiCollection.of(root, alias, title.isBlank() ? alias : title);
            boolean isNew = new CollectionTable(store).add(collection);
            if (isNew) {
                new Audit(store, Clock.systemUTC()).operator("collection add", root + "/" + alias, collection.id());
            }
            spec.commandLine().getOut().println((isNew ? "added " : "there already: ") + told(collection));
            return ExitCode.FINISHED;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUTPUT, e);
        }
    }

    @Command(name = "list", description = "List the collections.", sortOptions = false)
    int list(@Mixin HubDatabase database) {
        PrintWriter out = spec.commandLine().getOut();
        try (HubStore store = database.open()) {
            for (TaxiiCollection collection : new CollectionTable(store).all()) {
                out.println(Wrapping.clean(told(collection)));
            }
            out.flush();
            return ExitCode.FINISHED;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUTPUT, e);
        }
    }

    private static String told(TaxiiCollection collection) {
        return collection.root() + "/" + collection.alias() + "  " + collection.id() + "  " + collection.title();
    }
}
