package io.auscult.app;

import io.auscult.app.share.Policies;
import io.auscult.app.summary.Wrapping;
import io.auscult.core.alert.Incident;
import io.auscult.export.share.Decision;
import io.auscult.export.share.Marking;
import io.auscult.export.share.Waiting;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code share approve} and {@code share deny} are told, and how they write it down. Used by one thread. */
final class ShareDecision {
    @Parameters(paramLabel = "INCIDENT", description = "Its id, or how that begins.")
    String incident = "";

    @Option(names = "--to", paramLabel = "RECEIVER", required = true, description = "To whom.")
    String receiver = "";

    @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who decides; the log keeps it.")
    String by = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; the log keeps it.")
    String reason = "";

    @Mixin
    JournalOption journal = new JournalOption();

    int decide(CommandSpec spec, boolean isApproved) {
        ShareWork.named(spec, by);
        return ShareWork.run(spec, journal, (policies, out) -> {
            Incident found = ShareWork.incident(policies, incident, receiver);
            String meant = ShareWork.waitingId(policies, receiver, found, incident);
            for (String id : parts(policies, found, meant)) {
                decide(policies, found, id, isApproved);
            }
            out.println(Wrapping.clean(meant + (isApproved ? " may leave to " : " does not leave to ") + receiver + ": "
                    + found.headline().getOrDefault("en", "")));
            tell(policies, spec, found, out);
            return ExitCode.FINISHED;
        });
    }

    /** With the whole, its parts that wait since before they were put together. */
    private Set<String> parts(Policies policies, Incident found, String meant) throws IOException {
        Set<String> ids = new LinkedHashSet<>(Set.of(meant));
        if (meant.equals(found.id())) {
            for (String former : found.formerIds()) {
                if (policies.approvals(receiver).waiting(former) != null) {
                    ids.add(former);
                }
            }
        }
        return ids;
    }

    private void decide(Policies policies, Incident found, String id, boolean isApproved) throws IOException {
        @Nullable Waiting waiting = policies.approvals(receiver).waiting(id);
        Marking marking = policies.markings().of(found);
        Decision decision = new Decision(
                isApproved,
                by,
                policies.now(),
                reason,
                Math.max(found.severity(), waiting == null ? 0 : waiting.severity()),
                Math.max(found.lastSeenNs(), waiting == null ? 0 : waiting.untilNs()),
                waiting == null ? marking : waiting.marking().raisedTo(marking));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("to", receiver);
        values.put("incident", id);
        values.put("by", by);
        values.put("reason", reason);
        values.put("severity", decision.severity());
        values.put("tlp", decision.marking().tlp().tag());
        policies.log()
                .add(
                        isApproved ? "approved" : "denied",
                        values); // first: nothing leaves of which the log does not tell
        policies.approvals(receiver).decide(id, decision);
    }

    /** What comes of it, by the policy. */
    private void tell(Policies policies, CommandSpec spec, Incident found, PrintWriter out) throws IOException {
        ShareWork.with(
                policies,
                spec,
                journal,
                receiver,
                shared -> out.println("By the policy " + Wrapping.clean(shared.verdict(found))
                        + ". A running sensor takes this up within seconds; `auscult share log` tells what left."));
    }
}
