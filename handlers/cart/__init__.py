"""The cart of a customer, and its checkout step by step."""

from __future__ import annotations

from bot.phrases import _
from handlers.cart import lines, showing, whole, wizard
from handlers.cart.commands import (
    AcceptCart,
    AddToCart,
    ChangeLine,
    Checkout,
    ChooseAccount,
    ChooseOptions,
    ChoosePayment,
    DescribeCompany,
    DropLine,
    EmptyCart,
    NameTenant,
    NoteCart,
    ShowCart,
    UseTenant,
)
from handlers.menu import Item

MENU = (
    Item(
        ShowCart,
        showing.show,
        words=("cart", "basket"),
        words_fr=("panier",),
        summary=_("See what is in the cart, change it, and check out"),
        example=_("cart"),
    ),
    Item(AddToCart, lines.add, form=lines.add_form),
    Item(ChangeLine, lines.change, form=lines.change_form),
    Item(DropLine, lines.drop),
    Item(EmptyCart, whole.empty),
    Item(NoteCart, whole.note, form=whole.note_form),
    Item(AcceptCart, whole.accept),
    Item(
        Checkout,
        wizard.checkout,
        words=("checkout",),
        words_fr=("commander",),
        summary=_("Go on with the checkout of the cart where it stopped"),
        example=_("checkout"),
    ),
    Item(ChooseOptions, wizard.choose_options, form=wizard.options_form),
    Item(ChooseAccount, wizard.choose_account, form=wizard.account_form),
    Item(NameTenant, wizard.name_tenant, form=wizard.tenant_form),
    Item(DescribeCompany, wizard.describe_company, form=wizard.company_form),
    Item(UseTenant, wizard.use_tenant, form=wizard.existing_form),
    Item(ChoosePayment, wizard.choose_payment, form=wizard.payment_form),
)
