from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Charge:
    id: str
    amount: Decimal
    currency: str
    succeeded: bool
    failure_code: str = ""
