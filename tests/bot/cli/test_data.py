from __future__ import annotations

import json

PRICES = (
    "ProductId,SkuId,SkuTitle,TermDuration,BillingPlan,Market,Currency,UnitPrice,ERP Price,Segment\n"
    "CFQ7TTC0AAAA,0001,Zebra,P1Y,Annual,FR,EUR,30,37.5,Commercial\n"
    "CFQ7TTC0AAAA,0001,Zebra,P1Y,Annual,FR,EUR,20,25,Education\n"
    "CFQ7TTC0AAAA,0001,Zebra,P3Y,Annual,FR,EUR,30,37.5,Commercial\n"
)
GOOD = "name,parent,colour\nZebra,Atelier Cloud,striped\n"
BAD = "name,parent,country\nZebra,Atelier Cloud,Fraance\nYak,Nobody,FR\n"


def test_an_import_says_what_it_did_and_which_columns_it_had_no_use_for(shell, tmp_path):
    (tmp_path / "zoo.csv").write_text(GOOD)
    assert shell.does("import", "organisations", "zoo.csv") == (
        "Columns that were not used: colour.\nOrganisations: 1 new, 0 changed, 0 unchanged.\n"
    )
    assert "Zebra" in shell.prints("export", "organisations")


def test_a_dry_run_says_the_same_and_keeps_nothing(shell, tmp_path):
    (tmp_path / "zoo.csv").write_text(GOOD)
    told = shell.does("import", "organisations", "zoo.csv", "--dry-run")
    assert told.endswith("Organisations: 1 new, 0 changed, 0 unchanged. Nothing was written: this was a dry run.\n")
    assert "Zebra" not in shell.prints("export", "organisations")


def test_a_script_is_told_in_json(shell, tmp_path):
    (tmp_path / "zoo.csv").write_text(GOOD)
    assert json.loads(shell.prints("import", "organisations", "zoo.csv", "--json")) == {
        "kind": "organisations",
        "dry_run": False,
        "new": 1,
        "changed": 0,
        "same": 0,
        "outdated": 0,
        "unused": ["colour"],
        "skipped": [],
    }


def test_a_file_with_mistakes_is_refused_with_all_of_them(shell, tmp_path):
    (tmp_path / "zoo.csv").write_text(BAD)
    assert shell.fails(1, "import", "organisations", "zoo.csv") == (
        "row 2, column country: “Fraance” is not a country's two letters, like FR\nNothing was imported.\n"
    )


def test_no_more_than_a_hundred_mistakes_are_told(shell, tmp_path):
    (tmp_path / "zoo.csv").write_text("name,country\n" + "Zebra,Fraance\n" * 1_200)
    told = shell.fails(1, "import", "organisations", "zoo.csv").splitlines()
    assert (len(told), told[-2:]) == (102, ["… and 1,100 more.", "Nothing was imported."])


def test_a_price_list_is_told_whose_it_is_and_tells_what_was_passed_over(shell, tmp_path):
    (tmp_path / "list.csv").write_text(PRICES)
    whose = ("--seller", "Atelier Cloud", "--price", "ERP Price")
    told = shell.does("import", "prices", "list.csv", *whose).splitlines()
    assert told == [
        "Skipped 1 × terms of three years are not offered (--three-years): row 4.",
        "Skipped 1 × the segment “Education” is not sold to here: row 3.",
        "Columns that were not used: UnitPrice.",
        "Prices: 1 new, 0 changed, 0 unchanged.",
    ]
    again = json.loads(shell.prints("import", "prices", "list.csv", *whose, "--three-years", "--json"))
    assert (again["new"], again["same"], len(again["skipped"])) == (1, 1, 1)
    (row,) = [row for row in shell.prints("export", "prices").splitlines() if "Zebra" in row and "P1Y" in row]
    assert ",37.5," in row


def test_what_is_said_of_price_lists_is_a_wrong_use_elsewhere(shell, tmp_path):
    (tmp_path / "zoo.csv").write_text(GOOD)
    assert "for prices alone" in shell.fails(2, "import", "organisations", "zoo.csv", "--seller", "Atelier Cloud")
    (tmp_path / "list.csv").write_text(PRICES)
    assert "there is no column seller" in shell.fails(1, "import", "prices", "list.csv")
    whose = ("--seller", "Atelier Cloud")
    assert "there is no column Cost" in shell.fails(1, "import", "prices", "list.csv", *whose, "--price", "Cost")
    assert "no organisation answers to “Nobody”" in shell.fails(1, "import", "prices", "list.csv", "--seller", "Nobody")


def test_a_file_that_is_not_there_or_a_kind_that_is_none_is_a_wrong_use(shell):
    assert "does not exist" in shell.fails(2, "import", "organisations", "nowhere.csv")
    assert "'animals'" in shell.fails(2, "export", "animals")


def test_what_is_exported_is_imported_again_without_effect(shell, tmp_path):
    for kind in ("organisations", "operators", "users", "subscriptions", "prices"):
        (tmp_path / f"{kind}.csv").write_text(shell.prints("export", kind))
        done = json.loads(shell.prints("import", kind, f"{kind}.csv", "--json"))
        assert (done["new"], done["changed"]) == (0, 0)
