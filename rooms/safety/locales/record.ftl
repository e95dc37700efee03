# What is recorded, who opened what, what everybody may see of it, and the community's own papers.

trail-opened-card = Opened the sealed contact card of
trail-opened-evidence = Opened what is kept with a case about
trail-opened-account = Opened what is kept about

opening-reason-missing = Please write why. The member reads it.
opening-second-person = A second person has to agree. Nobody agrees with themselves.
