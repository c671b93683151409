package io.auscult.rules.lateral;

import io.auscult.core.alert.Rule;
import io.auscult.rules.rule.RuleFile;
import io.auscult.rules.rule.Techniques;
import java.util.List;

/** The rules of this area, read from the {@code .rule} files beside this class. Immutable. */
public final class LateralRules {
    final Rule fileSpread;

    public LateralRules(Techniques techniques) {
        fileSpread = RuleFile.load(LateralRules.class, "lateral", "file_spread", techniques);
    }

    public List<Rule> all() {
        return List.of(fileSpread);
    }
}
