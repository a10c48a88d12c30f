package io.lianbo.rewards.scoring;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An epoch that is over and may still be corrected.
 *
 * @param epoch the period
 * @param rules those that scored it, which score its corrections too
 * @param assessment what is doubted by now
 * @param booked what each user was given for it so far, corrections included; 1 or more
 * @param changed whether the assessment changed since
 */
record PastEpoch(
        Epoch epoch, ScoringRules rules, Assessment assessment, SortedMap<UserId, Long> booked, boolean changed) {

    PastEpoch {
        booked = Collections.unmodifiableSortedMap(new TreeMap<>(booked));
    }

    PastEpoch assessed(Assessment other) {
        return new PastEpoch(epoch, rules, other, booked, true);
    }

    PastEpoch booked(SortedMap<UserId, Long> points) {
        return new PastEpoch(epoch, rules, assessment, points, false);
    }
}
