package io.auscult.rules.identity;

import io.auscult.core.alert.Rule;
import io.auscult.rules.rule.RuleFile;
import io.auscult.rules.rule.Techniques;
import java.util.List;

/** The rules of this area, read from the {@code .rule} files beside this class. Immutable. */
public final class IdentityRules {
    final Rule arpPoisoning;

    public IdentityRules(Techniques techniques) {
        arpPoisoning = RuleFile.load(IdentityRules.class, "identity", "arp_poisoning", techniques);
    }

    public List<Rule> all() {
        return List.of(arpPoisoning);
    }
}
