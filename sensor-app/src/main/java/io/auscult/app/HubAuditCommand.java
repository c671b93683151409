package io.auscult.app;

import io.auscult.app.summary.Wrapping;
import io.auscult.export.hub.Audit;
import io.auscult.export.hub.HubStore;
import io.auscult.export.stix.StixTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code auscult hub audit}: who wrote what, and what the operator changed. */
@Command(
        name = "audit",
        description = "Tell who wrote how much when, and what was changed about tokens.",
        sortOptions = false)
final class HubAuditCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private HubDatabase database;

    @Option(names = "--last", paramLabel = "N", description = "How many lines. Default: ${DEFAULT-VALUE}")
    int last = 100;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (HubStore store = database.open()) {
            for (Audit.Line line : new Audit(store, Clock.systemUTC()).last(Math.clamp(last, 1, 1_000_000))) {
                String what = line.action().equals("post")
                        ? line.objects() + " objects, " + line.refused() + " refused, status " + line.detail()
                        : line.detail();
                String who = line.token().isEmpty()
                        ? line.member()
                        : line.member() + " (token " + line.token() + ") from " + line.address();
                out.println(Wrapping.clean(StixTime.exact(line.atMicros()) + "  " + who + "  " + line.action() + " "
                        + line.subject() + "  " + what));
            }
            out.flush();
            return ExitCode.FINISHED;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.OUTPUT, e);
        }
    }
}
