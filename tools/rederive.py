#!/usr/bin/env python3
"""Re-derives a golden from SPEC.md alone: the forward formulas at 400 bits, gradients by central differences.

It shares no code with yologold and reads its files with Python's own library. Cases whose variant departs from the source formulas are named and left out.
Exit: 0 every number agrees, 1 one does not, 3 bad usage, 77 mpmath is missing.
"""
import argparse
import random
import re
import sys

try:
    import mpmath  # noqa: F401
except ImportError:
    print("rederive.py: needs mpmath (Debian: python3-mpmath)", file=sys.stderr)
    sys.exit(77)

from oracle.check import Checker, departure
from oracle.golden import Case, Unreadable, read_golden


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(3, "%s: %s\n" % (self.prog, message))


def parse_options():
    parser = Parser(prog="rederive.py", description="Re-derives the numbers of a golden from SPEC.md alone.")
    parser.add_argument("golden", metavar="GOLDEN", help="a folder that `yologold golden` wrote")
    parser.add_argument("--case", metavar="RE", default="", help="only the cases whose id the expression is found in")
    parser.add_argument("--elements", metavar="N", type=int, default=300, help="gradient elements of each family, shared by its cases (300)")
    parser.add_argument("--seed", metavar="S", type=int, default=1, help="which elements (1)")
    parser.add_argument("--ulp", metavar="K", type=int, default=0, help="how far a number may be off (0: bit for bit)")
    parser.add_argument("--relative", metavar="R", type=float, default=0, help="or: error over value; an IOU as near to a threshold or to the best may be taken either way (0)")
    parser.add_argument("--share", metavar="A", type=float, default=0, help="or, gradients: error over the head's largest gradient (0)")
    options = parser.parse_args()
    try:
        options.case = re.compile(options.case)
    except re.error as error:
        parser.error("--case: %s" % error)
    if options.elements < 0 or min(options.ulp, options.relative, options.share) < 0:
        parser.error("numbers must not be negative")
    return options


def check(case, count, options):
    """Prints what came of a case; returns the numbers of elements, and whether all is well."""
    def bound(got, want, distance, largest):
        error = abs(got - want)
        return distance <= options.ulp or error <= options.relative * abs(want) or error <= options.share * largest

    checker = Checker(case, bound, options.relative)
    roles = checker.check_roles()
    checker.check_pairs()
    checker.check_terms()
    checker.check_elements(count, random.Random("%d %s" % (options.seed, case.name)))
    good = not roles
    for what, tally in (("elements", checker.tally), ("loss terms", checker.totals), ("pair IOUs", checker.overlaps)):
        worst = "worst %d ulp%s" % (tally.worst, tally.where and " at " + tally.where)
        print("%s: %d %s re-derived, %d agree bit for bit, %s" % (case.name, tally.count, what, tally.same, worst))
        if tally.wrong:
            print("%s: %d %s BEYOND THE BOUND" % (case.name, tally.wrong, what))
        good = good and not tally.wrong
    if roles:
        print("%s: ASSIGNMENT DIFFERS at %s" % (case.name, roles))
    sys.stdout.flush()
    return checker.tally, good


def check_family(family, cases, options):
    good, count, same = True, 0, 0
    for number, case in enumerate(cases):
        share = (number + 1) * options.elements // len(cases) - number * options.elements // len(cases)
        tally, fine = check(case, share, options)
        good, count, same = good and fine, count + tally.count, same + tally.same
    print("%s: %d elements re-derived, %d agree bit for bit%s" % (family, count, same, "" if good else ": FAIL"))
    return good


def main():
    options = parse_options()
    families = {}
    try:
        for name in filter(options.case.search, read_golden(options.golden)):
            case = Case(options.golden, name)
            reason = departure(case)
            if reason:
                print("%s: left out: %s" % (name, reason))
            else:
                families.setdefault(case.family, []).append(case)
    except Unreadable as error:
        print("rederive.py: %s" % error, file=sys.stderr)
        return 3
    if not families:
        print("rederive.py: no case of the source formulas matches", file=sys.stderr)
        return 3
    return 0 if all([check_family(family, cases, options) for family, cases in sorted(families.items())]) else 1


if __name__ == "__main__":
    sys.exit(main())
