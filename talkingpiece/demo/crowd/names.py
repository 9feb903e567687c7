"""Names of people who do not exist."""

from __future__ import annotations

VICTIMS = (
    "Abigail Thorne", "Adeola Bankole", "Agnieszka Wilk", "Alun Pritchard", "Amara Obi", "Anita Shergill",
    "Arthur Penrose", "Beatriz Leitão", "Bilal Qureshi", "Bronwen Tudor", "Caroline Mbeki", "Chidi Eze",
    "Clara Hargreaves", "Dorothy Finch", "Dylan Rees", "Eileen Garrity", "Emre Yildiz", "Esther Danso",
    "Fatima Noor", "Fergus Allardyce", "Gemma Stokes", "Gurpreet Sandhu", "Hannah Lowther", "Hilda Cobb",
    "Imran Chaudhry", "Isla McCrae", "Jacob Winterbourne", "Joan Pettigrew", "Kavita Menon", "Keiran Boyle",
    "Lerato Dube", "Lionel Vickers", "Mabel Osgood", "Marek Zajac", "Mina Farrokh", "Molly Sefton",
    "Nadia Haque", "Norman Tilley", "Olwen Bevan", "Patrick Coughlan", "Rosa Quintero", "Samir Haddou",
    "Sheila Bramwell", "Tariq Aziz-Cole", "Theodora Pappas", "Una Kilbride", "Vikram Desai", "Wendy Ashcombe",
    "Yewande Coker", "Zofia Krol",
)  # fmt: skip

OFFENDERS = (
    "Aaron Pike", "Bradley Nunn", "Carl Dowson", "Craig Ellery", "Damian Frost", "Darren Lamb", "Declan Rourke",
    "Dominic Sayle", "Elliot Marsh", "Frankie Toll", "Gareth Munt", "Gavin Orrell", "Harvey Strange", "Ian Crabbe",
    "Jake Ormerod", "Jamie Lusk", "Jason Thwaite", "Joel Kemble", "Karl Bessant", "Keith Rudge", "Kieran Dobbs",
    "Lee Haverty", "Leon Sturt", "Liam Quarry", "Luca Ferris", "Marcus Tiley", "Mason Grubb", "Mitchell Yeo",
    "Nathan Peel", "Neil Scarth", "Nick Tranter", "Olly Brack", "Owen Stead", "Perry Locke", "Phil Gedge",
    "Rhys Cutler", "Robbie Maine", "Ross Tindall", "Ryan Hobday", "Scott Parfitt", "Sean Mallin", "Shaun Ivory",
    "Stevie Crane", "Terry Blunt", "Toby Wragg", "Tommy Salt", "Troy Hallam", "Vince Arkell", "Wayne Suggs",
    "Zac Ridding",
)  # fmt: skip
