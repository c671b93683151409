package io.auscult.rules.identity;

import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what the use of a leaked account means, as it happens or as a log tells of it. Stateless. */
public final class LeakedAlerts {
    private final IdentityRules rules;
    private final LocalNets localNets;

    public LeakedAlerts(IdentityRules rules, LocalNets localNets) {
        this.rules = rules;
        this.localNets = localNets;
    }

    /** @param raisedNs now */
    public AlertDraft draft(
            long raisedNs,
            ConnectionRef connection,
            @Nullable IpAddress source,
            @Nullable IpAddress server,
            @Nullable String user,
            @Nullable String protocol,
            Outcome outcome) {
        boolean outside = source != null && !localNets.contains(source.high(), source.low());
        boolean letIn = outcome == Outcome.SUCCEEDED;
        boolean refused = outcome == Outcome.FAILED;
        AlertDraft draft = new AlertDraft(
                        rules.leakedAccount, new Party(source, null, null, user), raisedNs, connection)
                .kind("use of a leaked account")
                .level(letIn && outside ? Level.HIGH : refused ? Level.LOW : Level.MEDIUM)
                .outcome(outcome)
                .evidence("user", user == null ? "?" : user)
                .evidence("protocol", protocol == null ? "?" : protocol)
                .evidence("from", outside ? "outside" : "inside");
        if (server != null) {
            draft.targets(List.of(server), 1).ports(List.of(connection.respPort()), 1);
            if (letIn) {
                draft.open(List.of(server.withPort(connection.respPort())), 1);
            }
        }
        return draft;
    }
}
